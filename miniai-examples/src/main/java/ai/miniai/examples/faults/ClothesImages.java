package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Data from Fashion-MNIST: its first images, or the first of some classes. */
final class ClothesImages {
  private final FaultSource source;
  private final Path folder;
  private final FashionMnist images;
  private final FaultSource.Scale scale;
  private final FaultSource.Labels labels;
  private final int classes;
  private final ImmutableLongArray inputShape;

  ClothesImages(FaultProgram program, Path folder, FashionMnist images) {
    this.source = program.data();
    this.folder = folder;
    this.images = images;
    Integer only = source.onlyClasses();
    this.classes = only == null ? FashionMnist.CLASSES.size() : only;
    checkArgument(
        source.scale() != null && source.labels() != null,
        "data of Fashion-MNIST need \"scale\" and \"labels\", not %s",
        source);
    this.scale = requireNonNull(source.scale());
    this.labels = requireNonNull(source.labels());
    this.inputShape = source.inputShape(28 * 28);
  }

  FaultData read() throws IOException {
    Dataset train = first(images.train(), source.train());
    Dataset valid = first(images.valid(), source.valid());
    FaultSource.Scale validScale = source.validScale();
    return new FaultData(
        inputShape,
        items(train, scale, source.targetsTrain(), true),
        items(valid, validScale == null ? scale : validScale, source.targetsValid(), false),
        isOfNumbers() ? ImmutableLongArray.of() : classesOf(valid));
  }

  private boolean isOfNumbers() {
    return labels == FaultSource.Labels.SMOOTH_TARGETS;
  }

  private static ImmutableLongArray classesOf(Dataset part) {
    return ImmutableLongArray.copyOf(
        LongStream.range(0, part.size()).map(i -> part.get((int) i).label()));
  }

  /** The first items of the classes. */
  private Dataset first(Dataset all, String count) {
    Integer wanted = Ints.tryParse(count);
    checkArgument(wanted != null && wanted > 0, "expected a number of images, got \"%s\"", count);
    ImmutableIntArray.Builder chosen = ImmutableIntArray.builder(wanted);
    int found = 0;
    for (int i = 0; i < all.size() && found < wanted; i++) {
      if (all.get(i).label() < classes) {
        chosen.add(i);
        found++;
      }
    }
    checkArgument(found == wanted, "%s images are wanted, but there are only %s", wanted, found);
    return all.subset(chosen.build());
  }

  private Dataset items(
      Dataset part, FaultSource.Scale range, @Nullable String targets, boolean training)
      throws IOException {
    if (isOfNumbers()) {
      return withNumbers(part, range, targets);
    }
    return part.map(item -> Sample.of(input(item, range), target(item.label(), training)));
  }

  private Dataset withNumbers(Dataset part, FaultSource.Scale range, @Nullable String name)
      throws IOException {
    Integer width = source.targets();
    checkArgument(
        width != null && name != null,
        "smooth targets need \"targets\", \"targets_train\" and \"targets_valid\", not %s",
        source);
    ImmutableList<float[]> rows = NumberFile.read(folder.resolve(name), width);
    checkArgument(
        rows.size() == part.size(),
        "%s has %s rows for %s images",
        folder.resolve(name),
        rows.size(),
        part.size());
    return new Dataset() {
      @Override
      public int size() {
        return rows.size();
      }

      @Override
      public Sample get(int index) {
        return Sample.of(
            input(part.get(index), range), new HostArray.Floats(rows.get(index), width));
      }
    };
  }

  private HostArray input(Sample item, FaultSource.Scale range) {
    float[] pixels = ((HostArray.Floats) item.arrays().get(0)).values();
    float[] scaled = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      scaled[i] = pixels[i] * range.white;
    }
    return new HostArray.Floats(scaled, inputShape.toArray());
  }

  private HostArray target(long label, boolean training) {
    return switch (labels) {
      case ONEHOT -> ClassTarget.ONE_HOT.of(label, classes);
      case INDEX_AS_FLOAT -> ClassTarget.NUMBER.of(label, 1);
      case INDEX_DIVIDED_BY_255 -> ClassTarget.INDEX.of(training ? 0 : label, 1);
      case INDEX, SMOOTH_TARGETS -> ClassTarget.INDEX.of(label, 1);
    };
  }
}
