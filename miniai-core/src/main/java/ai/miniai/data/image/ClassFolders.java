package ai.miniai.data.image;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a folder that has one folder for each class.
 *
 * @param classes the names of the classes, sorted
 * @param files all images, class after class
 * @param labels the number of each image's class
 */
record ClassFolders(
    ImmutableList<String> classes, ImmutableList<Path> files, ImmutableIntArray labels) {
  private static final ImmutableList<String> ENDINGS =
      ImmutableList.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

  /** Looks for classes and their images below {@code root}. */
  static ClassFolders below(Path root) {
    checkArgument(
        Files.isDirectory(root),
        "expected a folder that has one folder for each class, but %s is none",
        root.toAbsolutePath());
    try {
      List<Path> folders = folders(root);
      checkArgument(!folders.isEmpty(), "expected a folder for each class in %s, found none", root);
      ImmutableList.Builder<Path> files = ImmutableList.builder();
      ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
      for (int label = 0; label < folders.size(); label++) {
        for (Path file : images(folders.get(label))) {
          files.add(file);
          labels.add(label);
        }
      }
      ImmutableList<String> classes =
          folders.stream().map(ClassFolders::name).collect(ImmutableList.toImmutableList());
      return new ClassFolders(classes, files.build(), labels.build());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot look for images in " + root + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> folders(Path root) throws IOException {
    try (Stream<Path> inside = Files.list(root)) {
      return inside
          .filter(Files::isDirectory)
          .sorted(Comparator.comparing(ClassFolders::name))
          .toList();
    }
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> images =
          inside
              .filter(file -> isImage(file) && Files.isRegularFile(file))
              .sorted(
                  Comparator.comparing((Path file) -> String.valueOf(file.getParent()))
                      .thenComparing(ClassFolders::name))
              .toList();
      checkArgument(
          !images.isEmpty(),
          "expected images of a class in the folder %s, found no file that ends in %s: add some, or"
              + " take the folder away",
          folder,
          ENDINGS);
      return images;
    }
  }

  private static boolean isImage(Path file) {
    String name = Ascii.toLowerCase(name(file));
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
