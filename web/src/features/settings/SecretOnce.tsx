import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { Command } from "../../ui/CopyButton";
import { Dialog, DialogFoot } from "../../ui/Dialog";

/** A secret that the service shows once and cannot show again. */
export function SecretOnce({
  title,
  text,
  secret,
  close,
}: {
  title: string;
  text: string;
  secret: string;
  close: () => void;
}) {
  return (
    <Dialog title={title} close={close}>
      <div className="form">
        <p>{text}</p>
        <Command text={secret} />
        <DialogFoot>
          <Button look="primary" onClick={close}>
            {t.settings.done}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
