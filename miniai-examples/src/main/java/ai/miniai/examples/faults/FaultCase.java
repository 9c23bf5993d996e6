package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broken program and its repair: the file {@value #FILE} in a folder, with its data beside it.
 *
 * @param number identifies the case
 * @param groundTruth what its authors repaired
 * @param faulty the program as it was
 * @param repaired the program as it became, if that is known
 */
record FaultCase(
    int number, List<Fault> groundTruth, FaultProgram faulty, @Nullable FaultProgram repaired) {
  /** The name of the file that describes a case. */
  static final String FILE = "case.json";

  FaultCase {
    checkArgument(faulty != null, "the field \"faulty\" is missing: expected a training");
    checkArgument(
        groundTruth != null && !groundTruth.isEmpty(),
        "the field \"ground_truth\" is missing: expected a list of faults");
    groundTruth = ImmutableList.copyOf(groundTruth);
  }

  /** Whether {@link #faulty} is a program that nobody found a fault in. */
  boolean isOrigin() {
    return Fault.real(groundTruth).isEmpty();
  }

  /**
   * Reads a case. Fields of the case that say nothing about its trainings are ignored.
   *
   * @param unknown gets the name of each field inside a training that is not known, and so is not
   *     followed
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it does not describe a case; the message says where
   */
  static FaultCase read(Path folder, Consumer<String> unknown) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
    try {
      FaultCase read = mapper(unknown).readValue(json, FaultCase.class);
      checkArgument(read != null, "%s holds null, not a case", file);
      return read;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is not a case: " + reason(e), e);
    }
  }

  /** What a constructor has complained of, or Jackson; with the line. */
  private static String reason(JsonProcessingException e) {
    return Throwables.getRootCause(e) instanceof IllegalArgumentException complaint
        ? complaint.getMessage()
            + (e.getLocation() == null ? "" : " (before line " + e.getLocation().getLineNr() + ")")
        : FileErrors.reason(e);
  }

  private static JsonMapper mapper(Consumer<String> unknown) {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .addHandler(
            new DeserializationProblemHandler() {
              @Override
              public boolean handleUnknownProperty(
                  DeserializationContext context,
                  JsonParser parser,
                  JsonDeserializer<?> deserializer,
                  Object owner,
                  String name)
                  throws IOException {
                if (!FaultCase.class.equals(deserializer.handledType())) {
                  unknown.accept(name);
                }
                parser.skipChildren();
                return true;
              }
            })
        .build();
  }
}
