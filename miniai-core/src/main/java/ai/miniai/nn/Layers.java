package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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

  /**
   * The course's residual network for Fashion-MNIST: six {@link ResBlock}s, from [batch, 1, 28, 28]
   * to [batch, 256, 1, 1], and a linear layer with a batch normalisation to [batch, 10]; 1,228,908
   * parameters. The activation is the {@link GeneralRelu} with leak 0.1 and sub 0.4.
   */
  public static Sequential resnet() {
    return resnet(() -> new GeneralRelu(0.1, 0.4), 8, 16, 32, 64, 128, 256);
  }

  /**
   * A residual network for grey images of ten classes: a {@link ResBlock} of stride 1 to the first
   * width, one of stride 2 to each of the others, the mean of each map, and a linear layer without
   * bias with a batch normalisation.
   */
  public static Sequential resnet(Supplier<? extends Module> act, int... widths) {
    checkArgument(widths.length > 0, "a residual network wants at least one width");
    List<Module> modules = new ArrayList<>();
    modules.add(new ResBlock(1, widths[0], 1, act));
    for (int i = 1; i < widths.length; i++) {
      modules.add(new ResBlock(widths[i - 1], widths[i], 2, act));
    }
    modules.add(new AdaptiveAvgPool2d(1));
    modules.add(new Flatten());
    modules.add(new Linear(widths[widths.length - 1], 10, false));
    modules.add(new BatchNorm1d(10));
    return new Sequential(modules);
  }
}
