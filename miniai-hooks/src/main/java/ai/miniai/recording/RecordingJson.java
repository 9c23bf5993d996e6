package ai.miniai.recording;

import ai.miniai.io.AtomicFile;
import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a {@link RunRecord} as JSON, and reads it; {@code docs/stats-json.md} describes the
 * format. Numbers that are not finite are written as null, and read as NaN.
 */
public final class RecordingJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private RecordingJson() {}

  /** Like {@link #write(RunRecord, Path)}, for a single recording. */
  public static void write(Recording recording, Path file) throws IOException {
    write(RunRecord.of(List.of(recording)), file);
  }

  /**
   * Writes {@code run} to {@code file} atomically: if this fails, an existing file is unchanged.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(RunRecord run, Path file) throws IOException {
    try {
      MoreFiles.createParentDirectories(file);
      AtomicFile.write(file, channel -> write(run, channel));
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private static void write(RunRecord run, FileChannel channel) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(Channels.newOutputStream(channel))) {
      json.disable(
          JsonGenerator.Feature
              .AUTO_CLOSE_TARGET); // do not close the channel, it belongs to the caller
      new RecordingWriter(json).write(run);
    }
  }

  /**
   * Reads a file of version 1, 2 or 3 of the format, which another program may have written.
   * Unknown fields are ignored.
   *
   * @throws IOException if the file cannot be read, or is not such a file; the message says where
   *     something else was expected
   */
  public static RunRecord read(Path file) throws IOException {
    try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
      return new RecordingReader(new JsonInput(json, file.toString())).read();
    } catch (JsonInput.UnexpectedException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }
}
