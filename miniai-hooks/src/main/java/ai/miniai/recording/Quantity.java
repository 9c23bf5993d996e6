package ai.miniai.recording;

import ai.miniai.histogram.Bins;

/** What a {@link Recording} contains, in the order in which a batch computes it. */
public enum Quantity {
  /** The inputs of the network. */
  INPUTS("inputs", "input", Bins.DEFAULT),

  /** The targets of the items, as the loss function gets them. */
  TARGETS("targets", "target", Bins.DEFAULT),

  /** The parameters themselves, before the step. */
  PARAMETERS("parameters", "parameter", Bins.OCTAVES),

  /** The outputs of modules. */
  ACTIVATIONS("activations", "activation", Bins.DEFAULT),

  /** The gradients of the loss with respect to the outputs of modules. */
  GRADIENTS("gradients", "gradient", Bins.OCTAVES),

  /** The gradients of the loss with respect to the parameters, as the optimizer gets them. */
  PARAMETER_GRADIENTS("parameter gradients", "parameter gradient", Bins.OCTAVES),

  /** The change of the parameters by a step: after it minus before it. */
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

  /** The default bins of its histograms. */
  public Bins bins() {
    return bins;
  }
}
