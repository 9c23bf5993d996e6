package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Numbers for the sides of a window: for its length, or for its height and its width. */
final class Sides {
  private Sides() {}

  /** {@code numbers} for {@code count} sides, of which one number is for all of them. */
  static int[] each(String name, int count, int... numbers) {
    checkArgument(
        numbers.length == 1 || numbers.length == count,
        "the %s wants %s, not %s",
        name,
        count == 1 ? "one number" : "one number for both sides, or one for height and width",
        Arrays.toString(numbers));
    int[] each = Arrays.copyOf(numbers, count);
    Arrays.fill(each, numbers.length, count, numbers[0]);
    return each;
  }

  /** Throws if a side is less than {@code least}. */
  static void check(String name, int least, int... sides) {
    checkArgument(
        Arrays.stream(sides).allMatch(side -> side >= least),
        "the %s must be at least %s, not %s",
        name,
        least,
        text(sides));
  }

  /** "3 × 1", or "3" if the sides are equal. */
  static String text(int... sides) {
    return Arrays.stream(sides).distinct().count() == 1
        ? Integer.toString(sides[0])
        : Arrays.stream(sides).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
  }

  /** Whether all of {@code sides} are {@code number}. */
  static boolean areAll(int number, int... sides) {
    return Arrays.stream(sides).allMatch(side -> side == number);
  }
}
