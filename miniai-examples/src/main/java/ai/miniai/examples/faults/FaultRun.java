package ai.miniai.examples.faults;

import ai.miniai.recording.RunRecord;

/**
 * A training that has ended.
 *
 * @param record what the doctor has recorded
 * @param outcome how it ended
 */
record FaultRun(RunRecord record, FaultOutcome outcome) {}
