package ai.miniai.kernels.elementwise;

/** Operations of two elements. */
public enum Arithmetic {
  ADD("add"),
  SUBTRACT("subtract"),
  MULTIPLY("multiply"),
  DIVIDE("divide");

  private final String nd4j;

  Arithmetic(String nd4j) {
    this.nd4j = nd4j;
  }

  /** ND4J's name of this operation. */
  public String nd4j() {
    return nd4j;
  }
}
