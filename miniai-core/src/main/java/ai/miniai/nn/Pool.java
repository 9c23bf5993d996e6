package ai.miniai.nn;

/** Common parts of the pooling layers: the window and the text that describes it. */
abstract sealed class Pool extends Module permits MaxPool1d, MaxPool2d, AvgPool2d {
  final int[] size;
  final int[] stride;
  final int[] padding;

  /** Each argument has one number for all sides, or one for each. */
  Pool(int sides, int[] size, int[] stride, int[] padding) {
    this.size = Sides.each("size", sides, size);
    this.stride = Sides.each("stride", sides, stride);
    this.padding = Sides.each("padding", sides, padding);
    for (int i = 0; i < sides; i++) {
      LayerWindow.check(this.size[i], this.stride[i], this.padding[i]);
    }
  }

  /** With equal sides. */
  Pool(int sides, int size, int stride, int padding) {
    this(sides, new int[] {size}, new int[] {stride}, new int[] {padding});
  }

  @Override
  protected String details() {
    return Sides.text(size)
        + ", stride "
        + Sides.text(stride)
        + (Sides.areAll(0, padding) ? "" : ", padding " + Sides.text(padding));
  }
}
