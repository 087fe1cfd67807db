import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { useRecent, visited } from "./recent";

const labels = () => renderHook(() => useRecent()).result.current.map(({ label }) => label);

beforeEach(() => act(() => localStorage.setItem("tenure.recent", "[]")));

it("lists a page once, by the name that it learned", () => {
  visited({ href: "/promotions/1", label: "Promotion" });
  visited({ href: "/promotions/1", label: "Models / ticket-triage / Version 4 / PR-0057" });
  expect(labels()).toEqual(["Models / ticket-triage / Version 4 / PR-0057"]);
});

it("lists a page once, whichever of its tabs was open", () => {
  visited({ href: "/models/ticket-triage", label: "Models / ticket-triage" });
  visited({ href: "/routes", label: "Routes" });
  visited({ href: "/models/ticket-triage?tab=history", label: "Models / ticket-triage" });
  expect(labels()).toEqual(["Models / ticket-triage", "Routes"]);
});
