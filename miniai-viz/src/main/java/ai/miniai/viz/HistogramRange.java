package ai.miniai.viz;

/** The magnitudes that {@link Plots#colorDim} shows. What lies beyond them is drawn at the edge. */
public enum HistogramRange {
  /**
   * The same for all layers, so that panels can be compared, also with those of other runs: all of
   * the histogram, or of octaves those that some layer uses.
   */
  SHARED,

  /**
   * Of each layer what it uses in the run, without the highest ten thousandth of its values: small
   * activations fill the panel too.
   */
  OWN
}
