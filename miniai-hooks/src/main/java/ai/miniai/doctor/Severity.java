package ai.miniai.doctor;

/** How bad a finding is, the mildest first. */
public enum Severity {
  /** Good to know; the training may well succeed. */
  NOTE,

  /** The training would probably go better without it. */
  WARNING,

  /** The training fails: stop it, change something and start again. */
  SICK
}
