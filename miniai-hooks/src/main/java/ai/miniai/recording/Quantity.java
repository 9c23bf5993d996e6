package ai.miniai.recording;

import ai.miniai.histogram.Bins;

/** What a {@link Recording} is a recording of, in the order in which a batch has them. */
public enum Quantity {
  /** The parameters themselves, before the step. */
  PARAMETERS("parameters", "parameter", Bins.OCTAVES),

  /** What modules put out. */
  ACTIVATIONS("activations", "activation", Bins.DEFAULT),

  /** The gradients of the loss with respect to what modules put out. */
  GRADIENTS("gradients", "gradient", Bins.OCTAVES),

  /** The gradients of the loss with respect to the parameters, as the step finds them. */
  PARAMETER_GRADIENTS("parameter gradients", "parameter gradient", Bins.OCTAVES),

  /** How much a step changes the parameters: after it minus before it. */
  UPDATES("updates", "update", Bins.OCTAVES);

  private final String label;
  private final String singular;
  private final Bins bins;

  Quantity(String label, String singular, Bins bins) {
    this.label = label;
    this.singular = singular;
    this.bins = bins;
  }

  /** The name in titles and files, such as {@code "parameter gradients"}. */
  public String label() {
    return label;
  }

  /** The name of one value, for axes: {@code "gradient"}. */
  public String singular() {
    return singular;
  }

  /** The bins of its histograms, if no others are asked for. */
  public Bins bins() {
    return bins;
  }
}
