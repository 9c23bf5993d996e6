package ai.miniai.nn;

/** The course's short forms for common layers. */
public final class Layers {
  private Layers() {}

  /** A 3×3 convolution that halves the sides of the image, and a ReLU. */
  public static Sequential conv(int in, int out) {
    return conv(in, out, 3);
  }

  /** A convolution of stride 2 that halves the sides of the image, and a ReLU. */
  public static Sequential conv(int in, int out, int kernel) {
    return new Sequential(new Conv2d(in, out, kernel, 2, kernel / 2), new ReLU());
  }

  /** A 3×3 convolution that halves the sides of the image, with no activation. */
  public static Conv2d bareConv(int in, int out) {
    return new Conv2d(in, out, 3, 2, 1);
  }
}
