package ai.miniai.examples;

import ai.miniai.nn.AvgPool2d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Identity;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.SiLU;
import ai.miniai.nn.TimestepEmbedding;
import ai.miniai.nn.Upsample;
import ai.miniai.nn.norm.GroupNorm;
import ai.miniai.tensor.Tensor;

/**
 * A small U-Net for {@link Diffusion}: images with noise [batch, 1, height, width] and the times
 * [batch], from 0 to 1, to the noise, of the shape of the images. Height and width are multiples of
 * 4. Each block is told the time, from which it knows how much noise there is.
 */
final class DiffusionUNet extends Module {
  /** The embedding is made for whole steps up to about this number. */
  private static final double STEPS = 1000;

  private final Module time;
  private final Module first;
  private final Module down1;
  private final Module down2;
  private final Module middle1;
  private final Module middle2;
  private final Module up2;
  private final Module up1;
  private final Module last;
  private final Module half = child("half", new AvgPool2d(2));
  private final Module twice = child("twice", new Upsample(2));

  /** With {@code width} channels at full size, a multiple of 8; 2 and 4 times as many below. */
  DiffusionUNet(int width) {
    int about = 4 * width; // the features that describe the time
    time =
        child(
            "time",
            new Sequential(
                new TimestepEmbedding(about),
                new Linear(about, about),
                new SiLU(),
                new Linear(about, about),
                new SiLU()));
    first = child("first", new Conv2d(1, width, 3, 1, 1));
    down1 = child("down1", new Block(width, width, about));
    down2 = child("down2", new Block(width, 2 * width, about));
    middle1 = child("middle1", new Block(2 * width, 4 * width, about));
    middle2 = child("middle2", new Block(4 * width, 4 * width, about));
    up2 = child("up2", new Block(4 * width + 2 * width, 2 * width, about));
    up1 = child("up1", new Block(2 * width + width, width, about));
    last =
        child(
            "last",
            new Sequential(new GroupNorm(8, width), new SiLU(), new Conv2d(width, 1, 3, 1, 1)));
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    Tensor about = time.call(inputs[1].times(STEPS));
    Tensor whole = down1.call(first.call(inputs[0]), about);
    Tensor halved = down2.call(half.call(whole), about);
    Tensor x = middle2.call(middle1.call(half.call(halved), about), about);
    x = up2.call(Tensor.concat(1, twice.call(x), halved), about);
    x = up1.call(Tensor.concat(1, twice.call(x), whole), about);
    return last.call(x);
  }

  /** A residual block, [batch, in, height, width] to [batch, out, height, width]. */
  private static final class Block extends Module {
    private final Module before;
    private final Module shift;
    private final Module after;
    private final Module skip;

    Block(int in, int out, int about) {
      before = child("before", conv(in, out));
      shift = child("shift", new Linear(about, out));
      after = child("after", conv(out, out));
      skip = child("skip", in == out ? new Identity() : new Conv2d(in, out, 1));
    }

    private static Module conv(int in, int out) {
      return new Sequential(new GroupNorm(8, in), new SiLU(), new Conv2d(in, out, 3, 1, 1));
    }

    @Override
    protected Tensor forward(Tensor... inputs) {
      Tensor byTime = shift.call(inputs[1]).unsqueeze(2).unsqueeze(3);
      return after.call(before.call(inputs[0]).plus(byTime)).plus(skip.call(inputs[0]));
    }
  }
}
