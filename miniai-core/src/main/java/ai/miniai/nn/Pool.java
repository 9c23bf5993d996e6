package ai.miniai.nn;

/** Common parts of the pooling layers: the window and the text that describes it. */
abstract sealed class Pool extends Module permits MaxPool1d, MaxPool2d, AvgPool1d, AvgPool2d {
  final int[] size;
  final int[] stride;
  final int[] padding;

  /** Whether windows may extend beyond the end of each side. */
  final boolean ceil;

  /** Each argument has one number for all sides, or one for each. */
  Pool(int sides, int[] size, int[] stride, int[] padding, boolean ceil) {
    this.size = Sides.each("size", sides, size);
    this.stride = Sides.each("stride", sides, stride);
    this.padding = Sides.each("padding", sides, padding);
    this.ceil = ceil;
    for (int i = 0; i < sides; i++) {
      LayerWindow.check(this.size[i], this.stride[i], this.padding[i]);
    }
  }

  /** With equal sides. */
  Pool(int sides, int size, int stride, int padding, boolean ceil) {
    this(sides, new int[] {size}, new int[] {stride}, new int[] {padding}, ceil);
  }

  @Override
  protected String details() {
    return Sides.text(size)
        + ", stride "
        + Sides.text(stride)
        + (Sides.areAll(0, padding) ? "" : ", padding " + Sides.text(padding))
        + (ceil ? ", ceil" : "");
  }
}
