package ai.miniai.metric;

/** How the scores of several classes become one. */
public enum Average {
  /** All items count alike. */
  MICRO,
  /** All classes that occur, as a label or as a prediction, count alike. */
  MACRO
}
