// The real program on a directory of its own, with a token for each role.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type Role = "admin" | "contributor" | "operator";

export interface Service {
  url: string;
  token: (role: Role) => string;
  stop: () => Promise<void>;
}

/** Starts `tenure up` and waits until it listens. */
export async function start(): Promise<Service> {
  const program = process.env.TENURE_BIN;
  if (program === undefined) throw new Error("set TENURE_BIN to the built program: target/debug/tenure");
  const home = mkdtempSync(join(tmpdir(), "tenure-clients-"));
  // PostgreSQL does not run as root; its user has to pass through.
  chmodSync(home, 0o755);
  const data = ["--data-dir", join(home, "data")];
  const { TENURE_DATABASE_URL: _, ...rest } = process.env;
  const env = { ...rest, TENURE_LOG: "error" };
  const child = spawn(program, ["up", "--listen", "127.0.0.1:0", ...data], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const [first] = (await once(lines, "line")) as [string];
  const url = /^Tenure listens on (\S+)/.exec(first)?.[1];
  if (url === undefined) throw new Error(`it said ${first}`);
  return {
    url,
    token: (role) => execFileSync(program, ["token", role, "--role", role, ...data], { env, encoding: "utf8" }).trim(),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      rmSync(home, { recursive: true });
    },
  };
}
