package ai.miniai.notebook;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.io.AtomicFile;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The description of a kernel, by which Jupyter starts a Java like the one that runs: the same
 * program, with these options and this class path.
 *
 * @param options for java, such as {@code -Xmx2g}
 * @param classPath with rapaio-jupyter-kernel
 */
@API(status = API.Status.INTERNAL)
public record KernelSpec(List<String> options, String classPath) {
  private static final String IMPORTS = "imports.jsh";

  /** Copies what could change. */
  public KernelSpec {
    options = ImmutableList.copyOf(options);
  }

  /** Describes the running Java in a folder of the variable JUPYTER_PATH, the only argument. */
  public static void main(String... arguments) throws IOException {
    checkArgument(arguments.length == 1, "the only argument is a folder for JUPYTER_PATH");
    new KernelSpec(
            ManagementFactory.getRuntimeMXBean().getInputArguments(),
            System.getProperty("java.class.path"))
        .write(Path.of(arguments[0]));
  }

  /** Writes the description of a kernel named {@code miniai}, and the imports of its notebooks. */
  public void write(Path jupyterPath) throws IOException {
    Path folder = jupyterPath.resolve("kernels").resolve("miniai");
    Files.createDirectories(folder);
    Path imports = folder.resolve(IMPORTS).toAbsolutePath();
    AtomicFile.write(
        imports, Resources.toByteArray(Resources.getResource(KernelSpec.class, IMPORTS)));
    AtomicFile.write(folder.resolve("kernel.json"), json(imports));
  }

  private byte[] json(Path imports) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("argv");
      json.writeString(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      for (String option : options) {
        json.writeString(option);
      }
      for (String last :
          List.of("-cp", classPath, NotebookKernel.class.getName(), "{connection_file}")) {
        json.writeString(last);
      }
      json.writeEndArray();
      json.writeStringField("display_name", "Java with miniai");
      json.writeStringField("language", "java");
      json.writeStringField("interrupt_mode", "message");
      json.writeObjectFieldStart("env");
      json.writeStringField("RJK_INIT_SCRIPT", imports.toString());
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
