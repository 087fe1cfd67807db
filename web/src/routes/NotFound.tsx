import { t } from "../messages";
import { LinkButton } from "../ui/Button";
import { EmptyState } from "../ui/States";

/** The same words whether it never was or may not be seen. */
export function NotFound() {
  return (
    <div className="alone">
      <EmptyState page title={t.frame.notFoundTitle} text={t.frame.notFoundText}>
        <LinkButton to="/">{t.frame.notFoundAction}</LinkButton>
      </EmptyState>
    </div>
  );
}
