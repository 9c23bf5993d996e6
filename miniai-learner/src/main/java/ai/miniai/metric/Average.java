package ai.miniai.metric;

/** How the scores of several classes are averaged. */
public enum Average {
  /** Each item has the same weight. */
  MICRO,
  /** Each class that occurs, as a label or as a prediction, has the same weight. */
  MACRO,
  /** Each class has the weight of its number of items. */
  WEIGHTED
}
