/** The sign of the product. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M2 4.5h16M10 4.5V17" stroke="currentColor" strokeWidth="2.5" fill="none" />
      <path d="M2 10h4M14 10h4" stroke="currentColor" strokeWidth="2.5" />
    </svg>
  );
}
