package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program with a module path relies on. */
class ModulesTest {
  private static final Pattern NAME = Pattern.compile("<module\\.name>(.+)</module\\.name>");

  /** The folders of the modules that have code. */
  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      return folders.filter(folder -> Files.isDirectory(sources(folder))).sorted().toList();
    }
  }

  private static Path sources(Path module) {
    return module.resolve("src/main/java");
  }

  private static Stream<Path> packages(Path module) throws IOException {
    try (Stream<Path> files = Files.walk(sources(module))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources(module).relativize(file.getParent()))
          .distinct()
          .toList()
          .stream();
    }
  }

  @Test
  void noPackageIsInTwoModules() throws IOException {
    ImmutableSetMultimap.Builder<Path, Path> owners = ImmutableSetMultimap.builder();
    for (Path module : modules()) {
      packages(module).forEach(name -> owners.put(name, module));
    }
    SetMultimap<Path, Path> all = owners.build();
    assertThat(all.keySet()).hasSizeGreaterThan(20);
    assertThat(all.keySet()).allSatisfy(name -> assertThat(all.get(name)).hasSize(1));
  }

  @Test
  void eachModuleHasANameOfItsOwn() throws IOException {
    List<String> names = modules().stream().map(ModulesTest::name).toList();
    assertThat(names).hasSizeGreaterThan(6).doesNotHaveDuplicates().allMatch(n -> !n.isEmpty());
  }

  private static String name(Path module) {
    try {
      Matcher found = NAME.matcher(Files.readString(module.resolve("pom.xml")));
      return found.find() ? found.group(1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
