package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The numbers on an axis.
 *
 * @param labelled the marks with a number, in increasing order
 * @param minor places between them with a line, but without a number
 */
record Ticks(ImmutableList<Tick> labelled, ImmutableList<Double> minor) {
  /** A number and its text. */
  record Tick(double value, String label) {}

  /** Up to so many decades there is room for 2, 5, 20, 50, … */
  private static final int FEW_DECADES = 4;

  /** With steps for so many numbers there are two of them on any axis. */
  private static final int FINEST = 16;

  /** Powers of ten that are written in full, if all of an axis are among them. */
  private static final int SMALLEST = -3;

  private static final int LARGEST = 4;

  /** At most {@code most} + 1 numbers for {@code axis}, and two or more if {@code most} is. */
  static Ticks of(Axis axis, int most) {
    return axis.kind() == Axis.Kind.EXPONENT ? powers(axis, most) : numbers(axis, most);
  }

  /**
   * Names in the middle of rows of height 1, the last one at 0.5.
   *
   * @param high the height of a row in the picture: if it is too low for a name, not all have one
   * @param room the width for a name
   */
  static Ticks names(List<String> names, double high, double room) {
    int every = (int) Math.max(1, Math.ceil(Lettering.TICK.font().getSize() / high));
    return new Ticks(
        IntStream.range(0, names.size())
            .filter(i -> i % every == 0)
            .mapToObj(i -> new Tick(names.size() - i - 0.5, Lettering.TICK.fit(names.get(i), room)))
            .collect(ImmutableList.toImmutableList()),
        ImmutableList.of());
  }

  private static Ticks numbers(Axis axis, int most) {
    double step = step((axis.max() / 2 - axis.min() / 2) / most * 2);
    if (axis.kind() == Axis.Kind.WHOLE) {
      step = Math.max(1, step);
    }
    // Between neighbouring floating-point numbers there is nothing to mark.
    double first = Math.ceil(axis.min() / step - 1e-9);
    double last = Math.floor(axis.max() / step + 1e-9);
    ImmutableList.Builder<Tick> ticks = ImmutableList.builder();
    for (double i = first; i <= last && i - first <= most; i++) {
      double value = i * step;
      int digits = (int) Math.ceil(Math.log10(Math.max(1, Math.abs(i)))) + 2;
      ticks.add(new Tick(value, NumberText.of(value, digits)));
    }
    ImmutableList<Tick> all = ticks.build();
    boolean tooFew = all.size() < 2 && most > 1 && most < FINEST;
    return new Ticks(
        tooFew ? thinned(numbers(axis, 2 * most).labelled, most + 1) : all, ImmutableList.of());
  }

  /** Every second, third, … tick, so that there are {@code most} or fewer. */
  private static ImmutableList<Tick> thinned(ImmutableList<Tick> ticks, int most) {
    int every = (ticks.size() + most - 1) / most;
    return IntStream.range(0, ticks.size())
        .filter(i -> i % every == 0)
        .mapToObj(ticks::get)
        .collect(ImmutableList.toImmutableList());
  }

  /** The least of 1, 2 and 5 times a power of ten that is at least {@code least}. */
  static double step(double least) {
    int exponent = (int) Math.floor(Math.log10(least));
    for (int digit : new int[] {1, 2, 5}) {
      double step = Double.parseDouble(digit + "e" + exponent);
      if (step >= least * (1 - 1e-9)) {
        return step;
      }
    }
    return Double.parseDouble("1e" + (exponent + 1));
  }

  private static Ticks powers(Axis axis, int most) {
    int first = (int) Math.ceil(axis.min() - 1e-9);
    int last = (int) Math.floor(axis.max() + 1e-9);
    int every = (int) Math.max(1, step((last - first + 1.0) / most));
    boolean full = first >= SMALLEST && last <= LARGEST;
    ImmutableList<Tick> ticks =
        IntStream.rangeClosed(first, last)
            .filter(exponent -> exponent % every == 0)
            .mapToObj(exponent -> new Tick(exponent, power(exponent, full)))
            .collect(ImmutableList.toImmutableList());
    return new Ticks(ticks, between(axis, first, last, every));
  }

  private static ImmutableList<Double> between(Axis axis, int first, int last, int every) {
    if (every > 1) {
      return IntStream.rangeClosed(first, last)
          .filter(exponent -> exponent % every != 0 && last - first <= 12 * every)
          .mapToObj(exponent -> (double) exponent)
          .collect(ImmutableList.toImmutableList());
    }
    ImmutableList.Builder<Double> minor = ImmutableList.builder();
    for (int exponent = first - 1; exponent <= last && last - first < FEW_DECADES; exponent++) {
      for (int digit = 2; digit < 10; digit++) {
        double place = exponent + Math.log10(digit);
        if (place > axis.min() && place < axis.max()) {
          minor.add(place);
        }
      }
    }
    return minor.build();
  }

  private static String power(int exponent, boolean full) {
    return full ? NumberText.of(Math.pow(10, exponent), 1) : "10" + NumberText.raised(exponent);
  }
}
