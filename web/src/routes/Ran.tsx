export function Ran() {
  return null;
}
