package ai.miniai.data.image;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.transform.Images;
import ai.miniai.data.transform.Resize;
import com.google.common.base.Suppliers;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Images in one folder per class, numbered as in torchvision. The classes are the names of the
 * folders in Python's order (by code points, the same on every machine and in every locale). The
 * images of a class are sorted by name, those in sub-folders after those in the folder itself.
 *
 * <p>Skipped are hidden files and folders (whose names begin with a dot), files that systems add
 * ({@code __MACOSX}, {@code Thumbs.db}, {@code desktop.ini}, {@code lost+found} and the like), and
 * files without an extension of an image format. Links are followed. It is an error if a class has
 * no images, if a link leads nowhere or back into its own folder, or if a file has a format that
 * torchvision reads and this class does not ({@code .ppm}, {@code .pgm}, {@code .tif}, {@code
 * .tiff}, {@code .webp}).
 *
 * <pre>{@code
 * ImageFolder images = ImageFolder.of(Path.of("pets")).resize(64, 64);
 * DataLoader loader = DataLoader.of(images, 128).shuffle(true);   // decodes on its own thread
 * }</pre>
 *
 * <p>An item is an image, float32 of shape [channels, height, width] with pixels in [0, 1], and its
 * class, an int64. The formats PNG, JPEG, GIF (the first frame, on its logical screen) and BMP are
 * detected by content, whatever the extension, and a file is read whenever its item is accessed.
 * All colour spaces are converted, CMYK as in Pillow; transparency, gamma and colour profiles are
 * ignored. Photographs are rotated by their EXIF orientation (PNG and JPEG; torchvision leaves that
 * to its users, Pillow's {@code exif_transpose} does the same). All images must have the same size,
 * unless they are {@link #resize}d.
 *
 * <p>A damaged or truncated file is an error. So is one of more than 178,956,970 pixels (as in
 * Pillow), or of more pixels than the Java heap can hold at 16 bytes each: the header is checked
 * before memory is allocated.
 */
public final class ImageFolder implements Dataset {
  private final ClassFolders folders;
  private final int channels;
  private final Optional<Resize> resize;
  private final Supplier<Images> first = Suppliers.memoize(() -> decode(0));

  private ImageFolder(ClassFolders folders, int channels, Optional<Resize> resize) {
    this.folders = folders;
    this.channels = channels;
    this.resize = resize;
  }

  /**
   * The images below {@code root}, in colour.
   *
   * @throws IllegalArgumentException if {@code root} is not a folder, contains no folders, if one
   *     of these has no images, or in case of one of the other errors above; the message names the
   *     file
   * @throws UncheckedIOException if a folder cannot be read
   */
  public static ImageFolder of(Path root) {
    return new ImageFolder(ClassFolders.below(root), 3, Optional.empty());
  }

  /** The same images, with 1 channel (0.299 red + 0.587 green + 0.114 blue) or with 3. */
  public ImageFolder channels(int wanted) {
    checkArgument(wanted == 1 || wanted == 3, "images have 1 channel or 3, not %s", wanted);
    return new ImageFolder(folders, wanted, resize);
  }

  /** The same images, resized to this size if they have another one, see {@link Resize}. */
  public ImageFolder resize(int height, int width) {
    return new ImageFolder(folders, channels, Optional.of(new Resize(height, width)));
  }

  /** The names of the classes, by index. */
  public List<String> classes() {
    return folders.classes();
  }

  /** The file of an item. */
  public Path file(int index) {
    return folders.files().get(checkElementIndex(index, size(), "index of the image"));
  }

  @Override
  public int size() {
    return folders.files().size();
  }

  /**
   * Reads an image.
   *
   * @throws UncheckedIOException if that fails; the message names the file
   * @throws IllegalStateException if the image differs in size from the first one; the message
   *     names both
   */
  @Override
  public Sample get(int index) {
    Images image = decode(index);
    if (resize.isEmpty()) {
      Images model = first.get();
      checkState(
          image.height() == model.height() && image.width() == model.width(),
          "expected all images to be as large as the first, %s × %s (%s), but %s is %s × %s: use"
              + " resize(height, width)",
          model.height(),
          model.width(),
          file(0),
          file(index),
          image.height(),
          image.width());
    }
    long[] shape = {image.channels(), image.height(), image.width()};
    return Sample.of(image.values(), shape, folders.labels().get(index));
  }

  private Images decode(int index) {
    Images image = ImageFile.read(file(index), channels);
    return resize.map(wanted -> wanted.apply(image)).orElse(image);
  }
}
