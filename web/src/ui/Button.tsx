import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from "react";

export type Look = "plain" | "primary" | "danger" | "solid";

const CLASS: Record<Look, string> = { plain: "", primary: "pri", danger: "dan", solid: "solid" };

export function lookOf(look: Look, small = false): string {
  return `btn ${CLASS[look]} ${small ? "sm" : ""}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = "plain",
  small = false,
  className = "",
  type = "button",
  ...rest
}: ButtonProps) {
  return <button type={type} className={`${lookOf(look, small)} ${className}`} {...rest} />;
}

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  look?: Look;
  small?: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

function Anchor({ look = "plain", small = false, ...rest }: AnchorProps) {
  return <a className={lookOf(look, small)} {...rest} />;
}

/** A link that looks like a button, because it goes somewhere. */
export const LinkButton = createLink(Anchor);
