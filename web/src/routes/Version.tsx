export function Version() {
  return null;
}
