import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { registerModel } from "../../api/registry";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { TextArea, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";

export function RegisterModel({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const register = useCommand(registerModel, (model) => {
    close();
    navigate({ to: "/models/$model", params: { model: model.name } });
  });
  return (
    <FormDialog
      title={t.models.registerTitle}
      confirm={t.models.registerConfirm}
      close={close}
      ready={name.trim() !== ""}
      command={register}
      submit={() => register.mutate({ name: name.trim(), description: description.trim() || null, tags: [] })}
    >
      <TextField
        label={t.models.nameLabel}
        help={t.models.nameHelp}
        value={name}
        change={setName}
        mono
        data-autofocus
      />
      <TextArea label={t.models.descriptionLabel} value={description} change={setDescription} />
    </FormDialog>
  );
}
