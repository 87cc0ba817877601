import type { components } from "../../target/client/schema";

/** Made from the OpenAPI document of the service; a verdict document that is older than a member of it has none. */
type Schemas = components["schemas"];

export type Run = Schemas["Run"];
export type RunState = Schemas["RunState"];
export type Verdict = Schemas["Verdict"];
export type VerdictDocument = Schemas["VerdictDocument"];
export type Row = Schemas["Row"];
export type RuleOutcome = Schemas["RuleOutcome"];
export type DeviceDecision = Schemas["DeviceDecision"];
export type Outcome = Schemas["Outcome"];
export type Interval = Schemas["Interval"];
export type Latency = Schemas["Latency"];
export type NoiseFloor = Schemas["NoiseFloor"];
export type Job = Schemas["Job"];
export type Variant = Schemas["Variant"];
export type RunStatus = Schemas["RunStatus"];
export type RunStateEvent = Schemas["RunStateEvent"];
export type ProgressEvent = Schemas["ProgressEvent"];
export type Session = Schemas["Session"];
export type Project = Schemas["Project"];
export type Status = Schemas["Status"];
export type Node = Schemas["Node"];
export type AuditEntry = Schemas["AuditEntry"];
export type ProjectAmount = Schemas["ProjectAmount"];
export type Problem = Schemas["Problem"];
export type Model = Schemas["Model"];
export type Dataset = Schemas["Dataset"];
export type Series = Schemas["Series"];
export type SeriesPoint = Schemas["SeriesPoint"];
export type SeriesChange = Schemas["SeriesChange"];
export type SeriesHistory = Schemas["SeriesHistory"];
export type Comparison = Schemas["Comparison"];
export type ComparedMeasurement = Schemas["ComparedMeasurement"];
