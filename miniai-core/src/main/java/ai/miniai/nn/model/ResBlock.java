package ai.miniai.nn.model;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.AvgPool2d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Identity;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.tensor.Tensor;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A residual block: two convolutions and a skip connection, act(convs(x) + idconv(pool(x))), from
 * [batch, in, height, width] to [batch, out, ⌈height / stride⌉, ⌈width / stride⌉].
 *
 * <ul>
 *   <li>{@code convs}: convolution, norm, activation; convolution with the stride, norm
 *   <li>{@code idconv}: a 1×1 convolution if the numbers of channels differ, otherwise the identity
 *   <li>{@code pool}: average pooling with stride × stride windows, including partial ones, if the
 *       stride is not 1; otherwise the identity
 *   <li>{@code act}: the activation
 * </ul>
 *
 * <p>All convolutions have a bias, even before a norm, where it has no effect. The course does the
 * same, so the numbers of parameters agree. Source: He et al., Deep Residual Learning for Image
 * Recognition, 2015, in the course's form.
 */
public final class ResBlock extends Module {
  private final Module convs;
  private final Module idconv;
  private final Module pool;
  private final Module act;

  /** With 3×3 convolutions, {@link BatchNorm2d} and {@link ReLU}. */
  public ResBlock(int in, int out, int stride) {
    this(in, out, stride, ReLU::new);
  }

  /** With 3×3 convolutions and {@link BatchNorm2d}. */
  public ResBlock(int in, int out, int stride, Supplier<? extends Module> act) {
    this(in, out, stride, 3, act, BatchNorm2d::new);
  }

  /**
   * With all settings.
   *
   * @param kernel the kernel size of the two convolutions, an odd number
   * @param act creates an activation; called twice
   * @param norm creates a normalisation for a given number of channels ({@code n -> new Identity()}
   *     for none); called twice
   */
  public ResBlock(
      int in,
      int out,
      int stride,
      int kernel,
      Supplier<? extends Module> act,
      IntFunction<? extends Module> norm) {
    checkArgument(
        kernel % 2 == 1,
        "the kernel's size must be odd, so that both ways give the same size, not %s",
        kernel);
    Conv2d first = new Conv2d(in, out, kernel, 1, kernel / 2);
    Sequential before = new Sequential(first, norm.apply(out), act.get());
    Conv2d second = new Conv2d(out, out, kernel, stride, kernel / 2);
    convs = child("convs", new Sequential(before, new Sequential(second, norm.apply(out))));
    idconv = child("idconv", in == out ? new Identity() : new Conv2d(in, out, 1));
    pool = child("pool", stride == 1 ? new Identity() : new AvgPool2d(stride, stride, 0, true));
    this.act = child("act", act.get());
  }

  @Override
  protected Tensor forward(Tensor x) {
    return act.call(convs.call(x).plus(idconv.call(pool.call(x))));
  }
}
