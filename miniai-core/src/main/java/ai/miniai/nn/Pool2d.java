package ai.miniai.nn;

/** Common parts of the pooling layers: the window and the text that describes it. */
abstract sealed class Pool2d extends Module permits MaxPool2d, AvgPool2d {
  final LayerWindow window;

  Pool2d(int size, int stride, int padding) {
    this.window = new LayerWindow(size, stride, padding);
  }

  @Override
  protected String details() {
    return window.size()
        + ", stride "
        + window.stride()
        + (window.padding() == 0 ? "" : ", padding " + window.padding());
  }
}
