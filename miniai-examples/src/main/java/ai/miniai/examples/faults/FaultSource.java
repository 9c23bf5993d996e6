package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the data of a training are, and what becomes of them. Which fields there are depends on
 * {@code source}.
 *
 * @param source {@code csv} or {@code fashion-mnist}
 * @param train for a CSV file its name, for Fashion-MNIST the number of images
 * @param valid the same for validation
 * @param shape of one input; images without one are flat
 * @param features csv: the number of columns of input
 * @param classes csv: the number of classes; the column after the inputs is an index
 * @param targets the number of targets for each item, which are numbers
 * @param scale fashion-mnist: of the pixels
 * @param validScale fashion-mnist: of the pixels in validation, if it differs
 * @param onlyClasses fashion-mnist: only labels below this number
 * @param labels fashion-mnist: what the targets are
 * @param targetsTrain fashion-mnist: the file with smooth targets
 * @param targetsValid fashion-mnist: the same for validation
 * @param target csv: {@code class index} or {@code numbers}, which classes and targets say too
 * @param seed not used: the first images are taken
 */
record FaultSource(
    String source,
    String train,
    String valid,
    @Nullable List<Long> shape,
    int features,
    @Nullable Integer classes,
    @Nullable Integer targets,
    @Nullable Scale scale,
    @Nullable Scale validScale,
    @Nullable Integer onlyClasses,
    @Nullable Labels labels,
    @Nullable String targetsTrain,
    @Nullable String targetsValid,
    @Nullable String target,
    @Nullable Long seed) {
  /** The range of pixels. */
  enum Scale {
    /** 0 to 1. */
    UNIT(1),
    /** 0 to 255. */
    BYTES(255);

    final float white;

    Scale(float white) {
      this.white = white;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The targets of images. */
  enum Labels {
    /** A one-hot row. */
    ONEHOT,
    /** The index of the class, as a whole number. */
    INDEX,
    /** The index of the class, as one number. */
    INDEX_AS_FLOAT,
    /**
     * The index of the class after a whole-number division, which is 0; only in training.
     * Validation has the index.
     */
    INDEX_DIVIDED_BY_255,
    /** Numbers from a file. */
    SMOOTH_TARGETS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  FaultSource {
    checkArgument(
        "csv".equals(source) || "fashion-mnist".equals(source),
        "the source of data must be \"csv\" or \"fashion-mnist\", not \"%s\"",
        source);
    checkArgument(
        train != null && valid != null, "the fields \"train\" and \"valid\" of data are needed");
  }

  boolean isCsv() {
    return source.equals("csv");
  }

  /** The shape of one input that has so many numbers. */
  ImmutableLongArray inputShape(long numbers) {
    ImmutableLongArray given =
        shape == null ? ImmutableLongArray.of(numbers) : ImmutableLongArray.copyOf(shape);
    checkArgument(
        given.stream().reduce(1, Math::multiplyExact) == numbers,
        "an input has %s numbers, which do not fill the shape %s",
        numbers,
        given);
    return given;
  }
}
