package org.cellsched.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes of all modules, read once for all rules. */
final class ProductionClasses {

  static final String CORE = "org.cellsched.core";
  static final String HOST = "org.cellsched.host";
  static final String SIM = "org.cellsched.sim";
  static final String LOADER = "org.cellsched.loader";

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.cellsched");

  private ProductionClasses() {}
}
