package ai.miniai.viz;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Columns of pixels of the same width, each of which stands for some time.
 *
 * @param time of all of them together
 * @param width their number
 */
record Raster(Timeline time, int width) {
  /**
   * As many columns of pixels as there are of the recording, if all of these are of the same width
   * and there are at most {@code most}; otherwise {@code most}, at least 1.
   */
  static Raster of(Timeline time, int most) {
    List<Timeline.Section> sections = time.sections();
    double each = time.end() / sections.size();
    boolean even =
        sections.size() <= most
            && sections.stream()
                .allMatch(s -> Math.abs(s.end() - s.begin() - each) < 1e-9 * time.end());
    return new Raster(time, Math.max(1, even ? sections.size() : most));
  }

  /**
   * The mean of the values in each column of pixels: a value that lies in two of them counts for
   * each in proportion. NaN is skipped; where nothing is left, the mean is NaN.
   *
   * @param values one for each column of the recording
   */
  double[] means(double... values) {
    double[] sums = new double[width];
    double[] weights = new double[width];
    for (Timeline.Section section : time.sections()) {
      double value = value(section, values);
      for (int x = first(section); !Double.isNaN(value) && x <= last(section); x++) {
        double weight = Math.min(place(section.end()), x + 1) - Math.max(place(section.begin()), x);
        if (weight > 0) {
          sums[x] += weight * value;
          weights[x] += weight;
        }
      }
    }
    for (int x = 0; x < width; x++) {
      sums[x] = weights[x] > 0 ? sums[x] / weights[x] : Double.NaN;
    }
    return sums;
  }

  /**
   * One of the values in each column of pixels, so that a single one that stands out is not lost.
   * NaN is skipped; where nothing is left, the result is NaN.
   *
   * @param values one for each column of the recording
   * @param choice the one of two that is kept
   */
  double[] choices(DoubleBinaryOperator choice, double... values) {
    double[] kept = new double[width];
    Arrays.fill(kept, Double.NaN);
    for (Timeline.Section section : time.sections()) {
      double value = value(section, values);
      for (int x = first(section); !Double.isNaN(value) && x <= last(section); x++) {
        kept[x] = Double.isNaN(kept[x]) ? value : choice.applyAsDouble(kept[x], value);
      }
    }
    return kept;
  }

  private static double value(Timeline.Section section, double... values) {
    return section.column() < values.length ? values[section.column()] : Double.NaN;
  }

  private double place(double step) {
    return step / time.end() * width;
  }

  private int first(Timeline.Section section) {
    return Math.min(width - 1, (int) (place(section.begin()) + 1e-9));
  }

  private int last(Timeline.Section section) {
    int end = (int) Math.ceil(place(section.end()) - 1e-9);
    return Math.min(width - 1, Math.max(first(section), end - 1));
  }
}
