package keiba.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Imports the classes of a program: neither its tests nor the rules of the architecture. For {@code @AnalyzeClasses(importOptions = …)}. */
public final class ProductionClasses implements ImportOption {
    private static final String RULES =
            "/" + ProductionClasses.class.getPackageName().replace('.', '/') + "/";

    @Override
    public boolean includes(Location location) {
        return Predefined.DO_NOT_INCLUDE_TESTS.includes(location) && !location.contains(RULES);
    }
}
