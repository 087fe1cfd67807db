import type { FormEvent, ReactNode } from "react";
import { t } from "../messages";
import { Button, type Look } from "./Button";
import { Dialog, DialogFoot } from "./Dialog";
import { ErrorState } from "./States";

interface FormDialogProps {
  title: string;
  /** The button says the effect. */
  confirm: string;
  close: () => void;
  ready: boolean;
  command: { isPending: boolean; error: unknown };
  submit: () => void;
  children: ReactNode;
  look?: Look;
  wide?: boolean;
}

export function FormDialog(props: FormDialogProps) {
  const { title, confirm, close, ready, command, submit, children, look = "primary", wide = false } = props;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !command.isPending) submit();
  };
  return (
    <Dialog title={title} close={close} wide={wide}>
      <form onSubmit={send} className="form">
        {children}
        {command.error ? <ErrorState error={command.error} /> : null}
        <DialogFoot>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button look={look} type="submit" disabled={!ready || command.isPending}>
            {command.isPending ? t.effect.working : confirm}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
