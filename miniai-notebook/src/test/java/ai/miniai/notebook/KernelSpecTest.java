package ai.miniai.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {
  @TempDir private Path folder;

  private List<String> words() throws IOException {
    List<String> words = new ArrayList<>();
    byte[] json = Files.readAllBytes(folder.resolve("kernels/miniai/kernel.json"));
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          words.add(parser.getText());
        }
      }
    }
    return words;
  }

  @Test
  void startsAJavaLikeThisOne() throws IOException {
    new KernelSpec(List.of("-Xmx1g"), "a \"b\":c\\d").write(folder);
    assertThat(words())
        .startsWith(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-cp",
            "a \"b\":c\\d",
            NotebookKernel.class.getName(),
            "{connection_file}");
  }

  @Test
  void bringsTheImportsAlong() throws IOException {
    KernelSpec.main(folder.toString());
    Path imports = Path.of(words().get(words().size() - 1));
    assertThat(Files.readString(imports, UTF_8)).contains("import ai.miniai.nn.Module;");
    assertThat(words()).contains(System.getProperty("java.class.path"));
  }

  @Test
  void wantsAFolder() {
    assertThatThrownBy(KernelSpec::main)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JUPYTER_PATH");
    assertThatThrownBy(NotebookKernel::main)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("connection file");
  }
}
