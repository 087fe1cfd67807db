// The real service, started for one run and stopped by its own process.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

const START_SECONDS = 300;

export function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Starts the binary and answers once it has printed a sign-in link. */
export async function start(binary, args) {
  const server = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const link = await new Promise((done, fail) => {
    const late = setTimeout(
      () => fail(new Error(`the service did not start:\n${said}`)),
      START_SECONDS * 1000,
    );
    const read = (chunk) => {
      said += chunk;
      const found = /http:\S+#token=\S+/.exec(said);
      if (found) {
        clearTimeout(late);
        done(found[0]);
      }
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.on("exit", (code) => fail(new Error(`the service ended with ${code}:\n${said}`)));
  });
  const stop = () =>
    new Promise((done) => {
      server.removeAllListeners("exit");
      server.on("exit", done);
      server.kill("SIGTERM");
    });
  return { link, stop };
}
