import { t } from "../messages";

type Source =
  | { kind: "hosted"; platform: string; native_id: string; region?: string | null }
  | { kind: "weights"; uri: string; digest: string }
  | { kind: "opaque"; text: string };

/** Where a version comes from, on one line. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case "hosted":
      return (
        t.version.sources.hosted(source.platform, source.native_id) +
        (source.region ? t.version.sources.region(source.region) : "")
      );
    case "weights":
      return source.uri;
    case "opaque":
      return source.text;
  }
}
