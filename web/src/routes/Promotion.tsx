export function Promotion() {
  return null;
}
