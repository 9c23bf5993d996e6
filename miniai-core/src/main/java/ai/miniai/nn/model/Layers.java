package ai.miniai.nn.model;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.AdaptiveAvgPool2d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.BatchNorm2d;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The course's helper functions for common layers and models. */
public final class Layers {
  private Layers() {}

  /** A 3×3 convolution that halves height and width, followed by a ReLU. */
  public static Sequential conv(int in, int out) {
    return conv(in, out, 3);
  }

  /** A convolution with stride 2 that halves height and width, followed by a ReLU. */
  public static Sequential conv(int in, int out, int kernel) {
    return conv(in, out, kernel, 2, ReLU::new, null);
  }

  /**
   * A convolution with a padding of half the kernel size, a normalisation and an activation, such
   * as {@code conv(8, 16, 3, 2, ReLU::new, BatchNorm2d::new)}. The convolution has a bias unless a
   * batch normalisation follows, which would cancel it.
   *
   * @param act creates the activation; null for none
   * @param norm creates the normalisation for a given number of channels; null for none
   */
  public static Sequential conv(
      int in,
      int out,
      int kernel,
      int stride,
      @Nullable Supplier<? extends Module> act,
      @Nullable IntFunction<? extends Module> norm) {
    Module normalisation = norm == null ? null : norm.apply(out);
    return conv(in, out, kernel, stride, act, normalisation, !(normalisation instanceof BatchNorm));
  }

  /** The same, with a choice of whether the convolution has a bias. */
  public static Sequential conv(
      int in,
      int out,
      int kernel,
      int stride,
      @Nullable Supplier<? extends Module> act,
      @Nullable IntFunction<? extends Module> norm,
      boolean bias) {
    return conv(in, out, kernel, stride, act, norm == null ? null : norm.apply(out), bias);
  }

  private static Sequential conv(
      int in,
      int out,
      int kernel,
      int stride,
      @Nullable Supplier<? extends Module> act,
      @Nullable Module norm,
      boolean bias) {
    List<Module> modules = new ArrayList<>();
    modules.add(new Conv2d(in, out, kernel, stride, kernel / 2, bias));
    if (norm != null) {
      modules.add(norm);
    }
    if (act != null) {
      modules.add(act.get());
    }
    return new Sequential(modules);
  }

  /** The course's network of five convolutions with ReLUs and without normalisation. */
  public static Sequential getModel() {
    return getModel(ReLU::new, null);
  }

  /**
   * The course's convolutional network for Fashion-MNIST, [batch, 1, 28, 28] to [batch, 10]: 3×3
   * convolutions with stride 2, each followed by a normalisation and an activation, and a last
   * convolution to 10 channels without these.
   *
   * @param act creates an activation
   * @param norm creates a normalisation for a given number of channels; null for none
   * @param nfs the numbers of channels, beginning with those of the images; 1, 8, 16, 32, 64 if
   *     none are given
   */
  public static Sequential getModel(
      Supplier<? extends Module> act, @Nullable IntFunction<? extends Module> norm, int... nfs) {
    int[] channels = nfs.length == 0 ? new int[] {1, 8, 16, 32, 64} : nfs;
    int last = channels.length - 1;
    List<Module> modules = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      modules.add(conv(channels[i], channels[i + 1], 3, 2, act, norm));
    }
    modules.add(conv(channels[last], 10, 3, 2, null, null));
    modules.add(new Flatten());
    return new Sequential(modules);
  }

  /** A 3×3 convolution that halves height and width, without activation. */
  public static Conv2d bareConv(int in, int out) {
    return new Conv2d(in, out, 3, 2, 1);
  }

  /**
   * The course's residual network for Fashion-MNIST: six {@link ResBlock}s, from [batch, 1, 28, 28]
   * to [batch, 256, 1, 1], then a linear layer and a batch normalisation to [batch, 10]. It has
   * 1,228,908 parameters. The activation is {@link GeneralRelu} with leak 0.1 and sub 0.4.
   */
  public static Sequential resnet() {
    return resnet(() -> new GeneralRelu(0.1, 0.4), 8, 16, 32, 64, 128, 256);
  }

  /**
   * The same with other numbers of channels and another activation, with 3×3 kernels and {@link
   * BatchNorm2d}.
   */
  public static Sequential resnet(Supplier<? extends Module> act, int... widths) {
    return resnet(3, act, BatchNorm2d::new, widths);
  }

  /**
   * A residual network for greyscale images and ten classes: a {@link ResBlock} with stride 1 to
   * the first width, one with stride 2 to each further width, global average pooling, a linear
   * layer without bias, and a batch normalisation. The course's wider one is {@code resnet(5, act,
   * BatchNorm2d::new, 16, 32, 64, 128, 256, 512)}.
   *
   * @param kernel the kernel size of the convolutions in the first block, an odd number; in the
   *     others it is 3
   * @param act creates an activation
   * @param norm creates a normalisation for a given number of channels
   */
  public static Sequential resnet(
      int kernel,
      Supplier<? extends Module> act,
      IntFunction<? extends Module> norm,
      int... widths) {
    checkArgument(widths.length > 0, "a residual network wants at least one width");
    List<Module> modules = new ArrayList<>();
    modules.add(new ResBlock(1, widths[0], 1, kernel, act, norm));
    for (int i = 1; i < widths.length; i++) {
      modules.add(new ResBlock(widths[i - 1], widths[i], 2, 3, act, norm));
    }
    modules.add(new AdaptiveAvgPool2d(1));
    modules.add(new Flatten());
    modules.add(new Linear(widths[widths.length - 1], 10, false));
    modules.add(new BatchNorm1d(10));
    return new Sequential(modules);
  }
}
