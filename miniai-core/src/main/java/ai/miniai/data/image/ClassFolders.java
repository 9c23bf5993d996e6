package ai.miniai.data.image;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a folder that contains one folder per class.
 *
 * @param classes the names of the classes, sorted
 * @param files all images, class by class
 * @param labels the class index of each image
 */
record ClassFolders(
    ImmutableList<String> classes, ImmutableList<Path> files, ImmutableIntArray labels) {
  private static final ImmutableList<String> ENDINGS =
      ImmutableList.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

  /** Formats that torchvision also reads: skipping these silently would change the data. */
  private static final ImmutableList<String> OTHERS =
      ImmutableList.of(".ppm", ".pgm", ".tif", ".tiff", ".webp");

  /** Files that systems add to the user's files; names that begin with a dot need not be listed. */
  private static final ImmutableSet<String> SYSTEM =
      ImmutableSet.of(
          "__macosx",
          "@eadir",
          "$recycle.bin",
          "system volume information",
          "lost+found",
          "thumbs.db",
          "desktop.ini");

  /** Finds classes and their images below {@code root}. */
  static ClassFolders below(Path root) {
    checkArgument(
        Files.isDirectory(root),
        "expected a folder that has one folder for each class, but %s is none",
        root.toAbsolutePath());
    try {
      Map<String, Path> folders = new TreeMap<>(FileName.ORDER);
      inside(root).forEach((name, path) -> addFolder(folders, name, path));
      checkArgument(!folders.isEmpty(), "expected a folder for each class in %s, found none", root);
      ImmutableList.Builder<Path> files = ImmutableList.builder();
      ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
      int label = 0;
      for (Path folder : folders.values()) {
        List<Path> images = images(folder);
        files.addAll(images);
        for (int i = 0; i < images.size(); i++) {
          labels.add(label);
        }
        label++;
      }
      return new ClassFolders(
          ImmutableList.copyOf(folders.keySet()), files.build(), labels.build());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for images in " + root + ": " + e, e);
    }
  }

  private static void addFolder(Map<String, Path> folders, String name, Path path) {
    if (Files.isDirectory(path)) {
      folders.put(name, path);
    }
  }

  /** The images of a class: within a folder sorted by name, folders sorted by path. */
  private static List<Path> images(Path folder) throws IOException {
    Map<String, List<Path>> byFolder = new TreeMap<>(FileName.ORDER);
    collect(folder, "", new ArrayList<>(), byFolder);
    List<Path> images = byFolder.values().stream().flatMap(List::stream).toList();
    checkArgument(
        !images.isEmpty(),
        "expected images of a class in the folder %s, found no file that ends in %s: add some, or"
            + " take the folder away",
        folder,
        ENDINGS);
    return images;
  }

  private static void collect(
      Path folder, String place, List<Path> above, Map<String, List<Path>> byFolder)
      throws IOException {
    Path real = folder.toRealPath();
    checkArgument(
        !above.contains(real),
        "the folder %s is a link to %s, which it lies in: take the link away",
        folder,
        real);
    above.add(real);
    List<Path> images = new ArrayList<>();
    for (Map.Entry<String, Path> entry : inside(folder).entrySet()) {
      Path path = entry.getValue();
      if (Files.isDirectory(path)) {
        collect(path, place + "/" + entry.getKey(), above, byFolder);
      } else if (isImage(entry.getKey(), path)) {
        images.add(path);
      }
    }
    byFolder.put(place, images);
    above.remove(above.size() - 1);
  }

  private static boolean isImage(String name, Path file) {
    String small = Ascii.toLowerCase(name);
    checkArgument(
        OTHERS.stream().noneMatch(small::endsWith),
        "%s is in a format that is not read: convert it to PNG, or take it away",
        file);
    if (ENDINGS.stream().noneMatch(small::endsWith)) {
      return false;
    }
    checkArgument(Files.exists(file), "%s is a link to a file that is not there", file);
    return Files.isRegularFile(file);
  }

  /** The visible contents of a folder, by name. */
  private static Map<String, Path> inside(Path folder) throws IOException {
    Map<String, Path> inside = new TreeMap<>(FileName.ORDER);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path path : entries) {
        String name = FileName.of(path);
        if (!isHidden(name, path)) {
          inside.put(name, path);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return inside;
  }

  private static boolean isHidden(String name, Path path) throws IOException {
    return name.startsWith(".") || SYSTEM.contains(Ascii.toLowerCase(name)) || Files.isHidden(path);
  }
}
