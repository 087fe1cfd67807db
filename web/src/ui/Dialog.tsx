import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { t } from "../messages";

interface DialogProps {
  title: ReactNode;
  close: () => void;
  children: ReactNode;
  wide?: boolean;
}

/** A dialog; on a phone it is a sheet of full height. */
export function Dialog({ title, close, children, wide = false }: DialogProps) {
  const phone = useMediaQuery("(max-width: 700px)") ?? false;
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={wide ? 720 : 520}
      fullScreen={phone}
      centered={!phone}
      radius={phone ? 0 : 8}
      closeButtonProps={{ "aria-label": t.common.close }}
      overlayProps={{ backgroundOpacity: 0.4 }}
      transitionProps={{ duration: 0 }}
      classNames={{ title: "dlgtitle", content: "dlg", header: "dlghead", body: "dlgbody" }}
    >
      {children}
    </Modal>
  );
}

export function DialogFoot({ children }: { children: ReactNode }) {
  return <footer className="dlgfoot">{children}</footer>;
}
