import type { Schemas } from "./pending";

export type Model = Schemas["Model"];
export type Version = Schemas["Version"];
export type VersionRef = Schemas["VersionRef"];
export type RouteRef = Schemas["RouteRef"];
export type ActorRef = Schemas["ActorRef"];
export type TeamRef = Schemas["TeamRef"];
export type Alias = Schemas["Alias"];
export type Stage = Schemas["Stage"];
export type Source = Schemas["Source"];
export type Serve = Schemas["Serve"];
export type Tag = Schemas["Tag"];
export type Event = Schemas["Event"];
export type EventStory = Schemas["EventStory"];
export type FieldChange = Schemas["FieldChange"];
export type Reason = Schemas["Reason"];
export type Problem = Schemas["Problem"];
export type Session = Schemas["Session"];
export type Member = Schemas["Member"];
export type Grant = Schemas["Grant"];
export type Token = Schemas["Token"];
export type Action = Schemas["Action"];
export type Share = Schemas["Share"];
export type EffectPreview = Schemas["EffectPreview"];
export type Suite = Schemas["Suite"];
export type Metric = Schemas["Metric"];
export type Evaluation = Schemas["Evaluation"];
export type ImportResult = Schemas["ImportResult"];
export type Requirement = Schemas["Requirement"];
export type RequirementResult = Schemas["RequirementResult"];
export type Role = Schemas["Role"];
export type PolicyContent = Schemas["PolicyContent"];
export type Policy = Schemas["Policy"];
export type Compared = Schemas["Compared"];
export type ComparisonRow = Schemas["ComparisonRow"];
export type MissingMeasurement = Schemas["MissingMeasurement"];
export type Approval = Schemas["Approval"];
export type Verdict = Schemas["Verdict"];
export type PromotionState = Schemas["PromotionState"];
export type FieldProblem = Schemas["FieldProblem"];
export type Promotion = Schemas["Promotion"];
export type Environment = Schemas["Environment"];
export type Route = Schemas["Route"];
export type Snapshot = Schemas["Snapshot"];
export type ServingRow = Schemas["ServingRow"];
export type Timeline = Schemas["Timeline"];
export type TodayItem = Schemas["TodayItem"];
export type SearchHit = Schemas["SearchHit"];

/** One page of a keyset list. */
export interface Page<T> {
  items: T[];
  next_page_token?: string | null;
}
