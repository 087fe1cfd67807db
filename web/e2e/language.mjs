// The language of the console: whose it is, how it is changed, and that nobody waits for two.
import assert from "node:assert/strict";
import { attempt, clean, done, newContext, open, report } from "./bench.mjs";
import { eventually, settled } from "./patience.mjs";

const FRENCH = { locale: "fr-FR" };
const problem = (status, code, detail, errors) => ({
  type: `/problems/${code}`,
  title: code,
  status,
  code,
  detail,
  instance: "r",
  errors,
});

async function spoken(name, path, { answers = [], ...more }, run) {
  const context = await newContext("light", 1440, answers, more);
  const problems = [];
  await attempt(problems, async () => run(await open(context, path, problems)));
  report(name, problems);
  await context.close();
}

const speaks = (page, language) => page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });

/** Opens the menu of the account and goes down to a line of it, without the mouse. */
async function choose(page, line) {
  await page.locator("button.ava").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: line }).waitFor();
  await eventually(async () => {
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), line);
  });
  await page.keyboard.press("Enter");
}

await spoken(
  "the language is the browser's, for the service's sentences too, as far as there are words for them",
  "/",
  FRENCH,
  async (page) => {
    await speaks(page, "fr");
    await page.getByRole("link", { name: "Modèles" }).first().waitFor();
    await page.locator("h1").getByText("4 décisions vous attendent").waitFor();
    await page.getByText("PR-0057 attend votre approbation.").waitFor();
    await clean(page);
  },
);

await spoken("another language is chosen by keyboard, and stays after a reload", "/", {}, async (page) => {
  await speaks(page, "en");
  await choose(page, "Français");
  await speaks(page, "fr");
  await page.getByRole("heading", { name: "Cette semaine" }).waitFor();
  await clean(page);
  await page.reload();
  await speaks(page, "fr");
  await page.locator("button.ava").click();
  await page.getByRole("menuitem", { name: "Français" }).and(page.locator("[aria-current=true]")).waitFor();
  assert.equal(await page.getByRole("menuitem", { name: "English" }).getAttribute("lang"), "en");
  await page.keyboard.press("Escape");
  await choose(page, "English");
  await speaks(page, "en");
  await page.getByRole("heading", { name: "This week" }).waitFor();
});

const SIGNED_OUT = [
  ["GET", /^\/session$/, () => problem(401, "unauthenticated", "Nobody is signed in.", [])],
];

await spoken(
  "who is not signed in chooses a language by keyboard",
  "/sign-in",
  { answers: SIGNED_OUT },
  async (page) => {
    await speaks(page, "en");
    const french = page.getByRole("group", { name: "Language" }).getByRole("button", { name: "Français" });
    assert.equal(await french.getAttribute("lang"), "fr");
    await page.getByLabel("Sign-in link or token").focus();
    await eventually(async () => {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "Français");
    });
    await page.keyboard.press("Enter");
    await speaks(page, "fr");
    await page.getByRole("heading", { name: "Se connecter à Tenure" }).waitFor();
    await page
      .getByRole("group", { name: "Langue" })
      .getByRole("button", { name: "Français", pressed: true })
      .waitFor();
    await clean(page);
  },
);

await spoken(
  "what a form is refused for is said in French, and what nobody translated is marked as English",
  "/models",
  {
    ...FRENCH,
    answers: [
      [
        "POST",
        /^\/models$/,
        () =>
          problem(422, "invalid", "Expected 1 to 255 characters without / and :. A riddle.", [
            {
              pointer: "/name",
              message: "Expected 1 to 255 characters without / and :.",
              expected: "1 to 255 characters without / and :",
            },
            { pointer: "/tags", message: "A riddle.", expected: "the answer" },
          ]),
      ],
    ],
  },
  async (page) => {
    await page.getByRole("button", { name: "Enregistrer un modèle…" }).click();
    await page.getByRole("textbox", { name: "Nom", exact: true }).fill("a/b");
    await page.getByRole("button", { name: "Enregistrer le modèle" }).click();
    const alert = page.getByRole("alert");
    await alert.getByRole("heading", { name: "Non valable" }).waitFor();
    await alert
      .getByText("Attendu\u202f: de 1 à 255 caractères sans barre oblique ni deux-points.")
      .waitFor();
    await alert.locator("[lang=en]", { hasText: "A riddle." }).waitFor();
    assert.equal(await alert.getByText("Expected").count(), 0);
    await clean(page);
  },
);

await spoken(
  "a margin is typed with a comma and stands in the address with a point",
  "/models/ticket-triage/compare?base=3&with=4",
  FRENCH,
  async (page) => {
    const margin = page.getByLabel("Marge");
    await margin.fill("0,02");
    await margin.press("Enter");
    await page.waitForURL(/margin=0\.02$/);
    await settled(page);
    assert.equal(await margin.inputValue(), "0,02");
  },
);

await spoken(
  "a time in French words is understood where one is typed",
  "/models/ticket-triage/versions/4",
  FRENCH,
  async (page) => {
    await page.getByRole("button", { name: "État au maintenant" }).click();
    await page.getByLabel("Position du journal ou moment").fill("1er févr. 2026, 14:00");
    await page.getByRole("button", { name: "Afficher", exact: true }).click();
    await page.waitForURL(/known=2026-02-01T13:00:00Z/);
    await page.getByText("Vous regardez 1er févr. 2026, 14:00").waitFor();
  },
);

for (const [name, words, answers, more] of [
  ["reads English waits for English words only", ["en"], [], {}],
  ["reads French waits for French words, and for none about problems", ["fr", "sentences"], [], FRENCH],
  ["has yet to sign in waits for no sentences", ["fr"], SIGNED_OUT, FRENCH],
]) {
  const context = await newContext("light", 1440, answers, more);
  const asked = [];
  const problems = [];
  await context.route("**/assets/{en,fr,sentences,problems}-*.js", (route) => {
    asked.push(new URL(route.request().url()).pathname.split(/[/-]/)[2]);
    return route.fallback();
  });
  await attempt(problems, async () => {
    await open(context, "/models", problems);
    assert.deepEqual([...new Set(asked)], words);
  });
  report(`who ${name}`, problems);
  await context.close();
}

await done();
