export function Evaluations({ version }: { version?: string }) {
  return <p>{version}</p>;
}
