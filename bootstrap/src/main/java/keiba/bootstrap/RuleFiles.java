package keiba.bootstrap;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBookText;
import keiba.domain.rule.RuleBookText.DatedBook;
import keiba.domain.rule.RuleBooks;

/** Reads the rule books of an operator. Each file contains one book in the format of {@link RuleBookText}. */
public final class RuleFiles {
    /** The largest size of a file in bytes. A book that contains every setting has fewer than 4,000. */
    public static final int LARGEST = SmallTextFile.LARGEST;

    /** The largest number of files. */
    public static final int MOST = 100;

    /** The suffix of the names of rule book files. */
    private static final String ENDING = ".rules";

    private static final int MOST_SHOWN = 300;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Map<String, Path> fileByBook = new HashMap<>();
    private RuleBookRegistry books = RuleBooks.registry();

    private RuleFiles() {}

    /**
     * Returns the known rule books and those of a directory. Its files whose names end in {@code .rules} are read, in the order of their names;
     * hidden files, other files and sub-directories are not.
     *
     * @throws IllegalArgumentException as {@link #of}, or if the directory cannot be listed
     */
    public static RuleBookRegistry ofDirectory(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(ENDING) && !name.startsWith(".")) {
                    files.add(file);
                    requireFew(files);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw fault(
                    directory,
                    Files.exists(directory) ? "it cannot be listed as a directory" : "there is no such directory");
        }
        return of(files.stream().sorted().toList());
    }

    /**
     * Returns the known rule books and those of files.
     *
     * @throws IllegalArgumentException if there are more than {@value #MOST} files; if a file cannot be read, is larger than {@link #LARGEST}, is
     *     not UTF-8 or is no rule book; if two files have a book of the same name and day; or if a book has the name of a known one, begins on a
     *     day on which that one holds, and differs from it
     */
    public static RuleBookRegistry of(List<Path> files) {
        requireFew(files);
        RuleFiles read = new RuleFiles();
        files.forEach(read::add);
        return read.books;
    }

    private static void requireFew(List<Path> files) {
        if (files.size() > MOST) {
            throw fault(
                    files.getLast(),
                    "there are more than " + MOST + " files with rule books; at most " + MOST + " are allowed");
        }
    }

    private void add(Path file) {
        switch (RuleBookText.read(text(file))) {
            case RuleBookText.Invalid invalid -> throw fault(file, invalid.fault());
            case DatedBook dated -> add(file, dated);
        }
    }

    private void add(Path file, DatedBook dated) {
        String name = dated.book().name();
        Path other = fileByBook.put(dated.from() + " " + name, file);
        if (other != null) {
            throw fault(
                    file,
                    "the rule book " + name + " from " + dated.from() + " is also in " + shown(other)
                            + "; each name and first day may be in one file only");
        }
        Optional<RuleBook> known = RuleBooks.find(name, dated.from());
        if (known.isPresent() && !known.get().equals(dated.book())) {
            throw fault(
                    file,
                    "the program has a rule book " + name + " that holds on " + dated.from()
                            + " and differs from this one; give this one another name");
        }
        books = books.with(dated.book(), dated.from());
    }

    private static String text(Path file) {
        String text = content(file);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String content(Path file) {
        // A pipe is not read, because reading it could take forever.
        if (!Files.isRegularFile(file)) {
            throw fault(file, Files.exists(file) ? "it is not a regular file" : "there is no such file");
        }
        try {
            return SmallTextFile.read(file);
        } catch (SmallTextFile.TooLargeException tooLarge) {
            throw fault(file, "it is larger than " + LARGEST + " bytes");
        } catch (CharacterCodingException notText) {
            throw fault(file, "it is not text in UTF-8");
        } catch (AccessDeniedException denied) {
            throw fault(file, "this user may not read it");
        } catch (IOException unreadable) {
            throw fault(file, "it cannot be read");
        }
    }

    private static String shown(Path file) {
        return Printable.of(file.toString(), MOST_SHOWN);
    }

    private static IllegalArgumentException fault(Path file, String what) {
        return new IllegalArgumentException(shown(file) + ": " + Printable.of(what, MOST_SHOWN));
    }
}
