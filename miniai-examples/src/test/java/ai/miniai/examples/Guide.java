package ai.miniai.examples;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The Java code of a page of the documentation, and of the programs that it is taken from. */
final class Guide {
  private Guide() {}

  /** The blocks of Java code of a page in docs, without indentation. */
  static List<String> blocks(String page) {
    return blocks(Path.of("../docs", page));
  }

  /** The blocks of Java code of a page, without indentation. */
  static List<String> blocks(Path page) {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(read(page))
        .results()
        .map((MatchResult block) -> stripped(block.group(1)))
        .toList();
  }

  /** The source of an example, without indentation. */
  static String program(Class<?> example) {
    String file = example.getSimpleName() + ".java";
    return stripped(read(Path.of("src/main/java/ai/miniai/examples", file)));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stripped(String code) {
    return code.lines().map(String::strip).collect(joining("\n"));
  }
}
