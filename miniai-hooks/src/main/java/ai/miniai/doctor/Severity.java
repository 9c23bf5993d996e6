package ai.miniai.doctor;

/** The severity of a finding, in increasing order. */
public enum Severity {
  /** Worth knowing; the training may well succeed. */
  NOTE,

  /** The training would probably go better without it. */
  WARNING,

  /** The training has failed: stop it, change something and start again. */
  SICK
}
