package io.tidemill.dataset;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files of images that can be read. */
enum ImageFormat {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF8"),
  BMP("BM");

  /** How the files are named. */
  static final String NAMES = ".png, .jpg, .jpeg, .bmp or .gif";

  private static final Pattern READ = Pattern.compile(".*\\.(png|jpg|jpeg|bmp|gif)");
  private static final Pattern OTHER =
      Pattern.compile(".*\\.(webp|tif|tiff|heic|heif|avif|jp2|jxl|ppm|pgm|pnm|svg|ico|tga)");

  private final String magic; // a char for each byte

  ImageFormat(String magic) {
    this.magic = magic;
  }

  /** The format of a file that begins so. */
  static Optional<ImageFormat> of(byte[] head) {
    for (ImageFormat format : values()) {
      if (format.begins(head)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean begins(byte[] head) {
    if (head.length < magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((head[i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file's name says that it is an image of these formats. */
  static boolean isRead(String name) {
    return READ.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether a file's name says that it is an image of a format that cannot be read. */
  static boolean isOther(String name) {
    return OTHER.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}
