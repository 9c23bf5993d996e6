package ai.miniai.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Readable error messages for file problems: the messages of Java's exceptions are often only a
 * path.
 */
@API(status = API.Status.INTERNAL)
public final class FileErrors {
  /** Jackson's description of the text it reads; only the position in it is useful. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\]]*?; (line: [^\\]]*)]");

  private FileErrors() {}

  /**
   * Why a file could not be read or written, as text that fits after "cannot read FILE: ", and what
   * to do about it unless that is obvious.
   */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException system) {
      return advised(system.getReason() == null ? kind(system) : system.getReason());
    }
    if (e instanceof JsonProcessingException json) {
      return "it is not valid JSON: " + reason(json);
    }
    if (e instanceof MalformedInputException) {
      return "it is not a text in UTF-8";
    }
    return e.getMessage() == null ? e.toString() : advised(e.getMessage());
  }

  /** What is wrong in a JSON text, and where. */
  static String reason(JsonProcessingException e) {
    String message = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
    JsonLocation place = e.getLocation();
    return place == null
        ? message
        : message + " at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  private static String kind(FileSystemException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "there is a file of that name already";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof FileSystemLoopException) {
      return "its symbolic links go in a circle";
    }
    return e.toString();
  }

  private static String advised(String reason) {
    return switch (reason.toLowerCase(Locale.ROOT)) {
      case "is a directory" -> "it is a folder, not a file";
      case "no space left on device", "out of disk space" ->
          reason + ": free some, or choose another disk";
      default -> reason;
    };
  }
}
