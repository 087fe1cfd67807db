import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { signInByLink } from "../api/people";
import { useCommand } from "../api/useCommand";
import { LANGUAGES, type Language, language, speak } from "../lib/language";
import { t } from "../messages";
import { Button } from "../ui/Button";
import { Command } from "../ui/CopyButton";
import { Seg, TextField } from "../ui/Fields";
import { Mark } from "../ui/Mark";
import { ErrorState } from "../ui/States";

/** A whole link or the bare secret: what stands after `token=` counts. */
export function tokenIn(text: string): string {
  const match = /(?:^|[#?&])token=([^&\s]+)/.exec(text.trim());
  return decodeURIComponent(match?.[1] ?? text.trim());
}

function fromAddress(): string {
  return location.hash.includes("token=") ? tokenIn(location.hash) : "";
}

const CHOICES = LANGUAGES.map((one) => ({ value: one, label: t.frame.languages[one], lang: one }));

/** Who reads the page already in that language keeps what was typed. */
function another(chosen: Language) {
  if (chosen !== language) speak(chosen);
}

export function SignIn() {
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [linked] = useState(fromAddress);
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const token = linked || tokenIn(text);
  const enter = useCommand(signInByLink, (session) => {
    client.setQueryData(["session"], session);
    // The secret leaves the address and the history with this step.
    navigate({ href: next?.startsWith("/") && !next.startsWith("//") ? next : "/", replace: true });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token) enter.mutate({ token, ...(name.trim() && { name: name.trim() }) });
  };
  return (
    <main className="signin">
      <form className="card" onSubmit={submit}>
        <p className="brandline">
          <Mark /> {t.frame.product}
        </p>
        <h1>{t.signIn.title}</h1>
        <p className="dim">{linked ? t.signIn.fromLink : t.signIn.byLink}</p>
        {!linked && (
          <TextField
            label={t.signIn.linkLabel}
            value={text}
            change={setText}
            mono
            autoFocus
            autoComplete="off"
          />
        )}
        <TextField
          label={t.signIn.nameLabel}
          help={t.signIn.nameHelp}
          value={name}
          change={setName}
          autoComplete="name"
        />
        {enter.error && <ErrorState error={enter.error} />}
        <Button look="primary" type="submit" disabled={!token || enter.isPending}>
          {enter.isPending ? t.signIn.working : t.signIn.submit}
        </Button>
        <p className="meta newlink">{t.signIn.newLink}</p>
        <Command text={t.signIn.command} />
      </form>
      <Seg label={t.frame.language} value={language} choices={CHOICES} change={another} />
    </main>
  );
}
