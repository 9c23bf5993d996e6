package ai.miniai.data.fashion;

import ai.miniai.data.Dataset;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: images of clothes, 60,000 for training and 10,000 for validation.
 *
 * <p>An item is an image, float32 of shape [1, 28, 28] with pixels in [0, 1], and its class, an
 * int64 in 0 … 9. The pixels stay bytes on the Java heap (55 MB for both parts) until an item is
 * accessed.
 *
 * <p>Source: H. Xiao, K. Rasul and R. Vollgraf, <a
 * href="https://arxiv.org/abs/1708.07747">"Fashion-MNIST"</a>, 2017.
 */
public final class FashionMnist {
  /** The names of the ten classes, by index. */
  public static final List<String> CLASSES =
      ImmutableList.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private final Dataset train;
  private final Dataset valid;

  private FashionMnist(Dataset train, Dataset valid) {
    this.train = train;
    this.valid = valid;
  }

  /**
   * Finds, checks and reads the four files. If the environment variable {@code MINIAI_DATA} names a
   * directory, they must be there. Otherwise these places are searched, in this order:
   *
   * <ol>
   *   <li>the user's cache: {@code fashion-mnist} in {@code $XDG_CACHE_HOME/miniai} or {@code
   *       ~/.cache/miniai} (macOS: {@code ~/Library/Caches/miniai}, Windows: {@code
   *       %LOCALAPPDATA%\miniai});
   *   <li>{@code /usr/share/datasets/fashion-mnist}, where Debian's package {@code
   *       dataset-fashion-mnist} installs them;
   *   <li>the data set's public home, from which they are downloaded into the cache;
   *   <li>Debian's package, which is downloaded with {@code apt-get download} and unpacked into the
   *       cache.
   * </ol>
   *
   * @throws UncheckedIOException if a file is damaged (then no further place is searched), or no
   *     place has the files; the message says why, and what to do
   */
  public static FashionMnist load() {
    String named = Strings.emptyToNull(System.getenv("MINIAI_DATA"));
    if (named != null) {
      return load(Path.of(named));
    }
    return load(
        () -> FashionMnistSources.usual().directory(), "; without it, the next place is asked");
  }

  /**
   * Checks and reads the four files in {@code directory}, compressed or not.
   *
   * @throws UncheckedIOException if one is missing or damaged; no other place is searched
   */
  public static FashionMnist load(Path directory) {
    return load(() -> FashionMnistSources.named(directory), "");
  }

  private interface Place {
    Path directory() throws IOException;
  }

  private static FashionMnist load(Place place, String otherwise) {
    try {
      return read(place.directory());
    } catch (DamagedFileException e) {
      throw new UncheckedIOException(
          e.getMessage() + ". Delete the file or put a good one in its place" + otherwise + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Reads the files in the directory that a source has returned. */
  static FashionMnist read(Path directory) throws IOException {
    return new FashionMnist(
        part(directory, FashionMnistFiles.TRAIN_IMAGES, FashionMnistFiles.TRAIN_LABELS),
        part(directory, FashionMnistFiles.TEST_IMAGES, FashionMnistFiles.TEST_LABELS));
  }

  private static Dataset part(Path directory, DataFile images, DataFile labels) throws IOException {
    return new LabeledImages(images.readFrom(directory), labels.readFrom(directory));
  }

  /** The 60,000 items for training. */
  public Dataset train() {
    return train;
  }

  /** The 10,000 items for validation. */
  public Dataset valid() {
    return valid;
  }
}
