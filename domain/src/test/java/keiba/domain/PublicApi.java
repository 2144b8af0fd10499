package keiba.domain;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API as text: a line for each type, supertype, field, constructor and method that a program outside can use, sorted. A line
 * states everything whose change could break such a program, and nothing else: no names of parameters, no cases of a sealed type, and
 * nothing about how a method is implemented.
 */
final class PublicApi {
    private PublicApi() {}

    /** Returns the lines for all classes in a folder of class files. */
    static SortedSet<String> of(Path classes) throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file)
                        .toString()
                        .replaceAll("\\.class$", "")
                        .replaceAll("[/\\\\]", ".");
                if (!name.endsWith("-info")) {
                    lines.addAll(of(load(name, loader)));
                }
            }
        }
        return lines;
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the lines for one class; none if the class is not visible to other programs. */
    private static SortedSet<String> of(Class<?> type) {
        SortedSet<String> lines = new TreeSet<>();
        if (!isVisible(type)) {
            return lines;
        }
        String name = type.getTypeName();
        lines.add(declaration(type));
        supertypes(type).forEach(supertype -> lines.add(name + " is a " + supertype.getTypeName()));
        members(type.getDeclaredFields(), Field::getModifiers, Field::isSynthetic)
                .forEach(field -> lines.add(name + ": " + field(field)));
        members(type.getDeclaredConstructors(), Executable::getModifiers, Executable::isSynthetic)
                .forEach(constructor ->
                        lines.add(name + ": " + access(constructor.getModifiers()) + "new" + signature(constructor)));
        members(type.getDeclaredMethods(), Executable::getModifiers, Executable::isSynthetic)
                .filter(method -> !isOfEveryObject(method))
                .forEach(method -> lines.add(name + ": " + method(method)));
        return lines;
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || !isPublished(type.getModifiers())) {
            return false;
        }
        return type.getEnclosingClass() == null || isVisible(type.getEnclosingClass());
    }

    private static boolean isPublished(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static <M> Stream<M> members(M[] declared, ToIntFunction<M> modifiers, Predicate<M> synthetic) {
        return Arrays.stream(declared)
                .filter(member -> isPublished(modifiers.applyAsInt(member)) && !synthetic.test(member));
    }

    private static String declaration(Class<?> type) {
        return access(type.getModifiers()) + kind(type) + " " + type.getTypeName()
                + typeParameters(type.getTypeParameters()) + components(type);
    }

    /** Returns the kind of a type, and for classes and interfaces whether a program can extend it. */
    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "enum";
        }
        if (type.isRecord()) {
            return "record";
        }
        String closed = type.isSealed() ? "sealed " : Modifier.isFinal(type.getModifiers()) ? "final " : "";
        if (type.isInterface()) {
            return closed + (type.isAnnotation() ? "@interface" : "interface");
        }
        return (Modifier.isAbstract(type.getModifiers()) ? "abstract " : "") + closed + "class";
    }

    private static String components(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
    }

    private static List<Type> supertypes(Class<?> type) {
        List<Type> supertypes = new ArrayList<>(List.of(type.getGenericInterfaces()));
        if (kind(type).endsWith("class") && !type.getSuperclass().equals(Object.class)) {
            supertypes.add(type.getGenericSuperclass());
        }
        return supertypes;
    }

    private static String field(Field field) {
        return access(field.getModifiers())
                + (Modifier.isFinal(field.getModifiers()) ? "final " : "")
                + field.getGenericType().getTypeName() + " " + field.getName() + constant(field);
    }

    /** Returns the value of a constant, because compilers copy it into the programs that use it. */
    private static String constant(Field field) {
        boolean copied = Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType().equals(String.class));
        try {
            return copied ? " = " + field.get(null) : "";
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String method(Method method) {
        return access(method.getModifiers())
                + typeParameters(method.getTypeParameters())
                + method.getGenericReturnType().getTypeName() + " " + method.getName() + signature(method);
    }

    /** Returns whether every object has this method, so that a program can call it even if the type does not declare it. */
    private static boolean isOfEveryObject(Method method) {
        return switch (method.getName()) {
            case "toString", "hashCode" -> method.getParameterCount() == 0;
            case "equals" -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Object.class});
            default -> false;
        };
    }

    private static String access(int modifiers) {
        return (Modifier.isPublic(modifiers) ? "public " : "protected ")
                + (Modifier.isStatic(modifiers) ? "static " : "");
    }

    private static String signature(Executable executable) {
        String parameters = Arrays.stream(executable.getGenericParameterTypes())
                .map(Type::getTypeName)
                .collect(Collectors.joining(", ", "(", ")"));
        if (executable.isVarArgs()) {
            parameters = parameters.replaceFirst("\\[]\\)$", "...)");
        }
        String checked = Arrays.stream(executable.getExceptionTypes())
                .filter(exception -> !RuntimeException.class.isAssignableFrom(exception))
                .filter(exception -> !Error.class.isAssignableFrom(exception))
                .map(Class::getTypeName)
                .sorted()
                .collect(Collectors.joining(", "));
        return parameters + (checked.isEmpty() ? "" : " throws " + checked);
    }

    private static String typeParameters(TypeVariable<?>[] parameters) {
        return parameters.length == 0
                ? ""
                : Arrays.stream(parameters)
                        .map(parameter -> parameter.getName() + " extends "
                                + Arrays.stream(parameter.getBounds())
                                        .map(Type::getTypeName)
                                        .collect(Collectors.joining(" & ")))
                        .collect(Collectors.joining(", ", "<", "> "));
    }
}
